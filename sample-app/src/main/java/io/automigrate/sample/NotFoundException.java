package io.automigrate.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * What was asked for does not exist.
 */
class NotFoundException extends ErrorResponseException {

	NotFoundException(String what) {
		super(HttpStatus.NOT_FOUND, ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, what + " does not exist."),
				null);
	}

}
