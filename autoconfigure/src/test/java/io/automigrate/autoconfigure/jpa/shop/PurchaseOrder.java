package io.automigrate.autoconfigure.jpa.shop;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;

@Entity
@Table(indexes = @Index(name = "idx_delivery_place", columnList = "deliveryPlace"))
public class PurchaseOrder {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private Long id;

	@Column(columnDefinition = "text default 'here'")
	private String deliveryPlace;

	public Long getId() {
		return this.id;
	}

	public String getDeliveryPlace() {
		return this.deliveryPlace;
	}

}
