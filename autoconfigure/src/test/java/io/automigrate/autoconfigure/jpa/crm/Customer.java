package io.automigrate.autoconfigure.jpa.crm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "customer", schema = "crm")
public class Customer {

	@Id
	@GeneratedValue
	private Long id;

	@Column(nullable = false)
	private String familyName;

	public Long getId() {
		return this.id;
	}

	public String getFamilyName() {
		return this.familyName;
	}

	public void setFamilyName(String familyName) {
		this.familyName = familyName;
	}

}
