package orders.domain;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class PurchaseOrder {

	@Id
	private Long id;

	public Long getId() {
		return this.id;
	}

}
