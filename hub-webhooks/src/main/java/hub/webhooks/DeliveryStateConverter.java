package hub.webhooks;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter(autoApply = true)
class DeliveryStateConverter implements AttributeConverter<Delivery.State, String> {

  @Override
  public String convertToDatabaseColumn(Delivery.State state) {
    return state.text();
  }

  @Override
  public Delivery.State convertToEntityAttribute(String text) {
    return Delivery.State.parse(text);
  }
}
