"""Treaties in force, mechanisms open to complaints, rulings not carried out."""
