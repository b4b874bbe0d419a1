package io.automigrate.autoconfigure.jpa;

import java.util.List;

import io.automigrate.RenamedFrom;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Transient;
import org.jspecify.annotations.NullUnmarked;

/**
 * Entities with annotations that mean no table or column.
 */
@NullUnmarked
class MisplacedRenames {

	@Embeddable
	static class Street {

		String name;

		int number;

	}

	@Entity
	static class Parent {

		@Id
		long id;

	}

	@Entity
	static class OfEmbedded {

		@Id
		long id;

		@RenamedFrom("road")
		Street street;

	}

	@Entity
	static class OfCollection {

		@Id
		long id;

		@OneToMany(mappedBy = "one")
		@RenamedFrom("parts_old")
		List<Part> parts;

		@Entity(name = "PartOfCollection")
		static class Part {

			@Id
			long id;

			@ManyToOne
			OfCollection one;

		}

	}

	@Entity
	static class OfInverse {

		@Id
		long id;

		@OneToOne(mappedBy = "inverse")
		@RenamedFrom("part_old")
		Counterpart counterpart;

		@Entity(name = "Counterpart")
		static class Counterpart {

			@Id
			long id;

			@OneToOne
			OfInverse inverse;

		}

	}

	@Entity
	static class OfTransient {

		@Id
		long id;

		@Transient
		@RenamedFrom("sum")
		String total;

	}

	@Entity
	static class Twice {

		@Id
		long id;

		@RenamedFrom("sum")
		String total;

		@RenamedFrom("sum")
		String amount;

	}

	@Entity
	static class Nothing {

		@Id
		long id;

		@RenamedFrom(" ")
		String total;

	}

	@Entity
	static class TwoLines {

		@Id
		long id;

		@RenamedFrom("sum\ndrop")
		String total;

	}

	@Entity
	@RenamedFrom("of_subclass_old")
	static class OfSubclass extends Parent {

	}

}
