import { registerDecorator } from 'class-validator';
import { IANAZone } from 'luxon';

/** IANA names start with a letter; offsets such as `+01:00` are no zone of an organisation, since they know no summer time. */
export function isIanaZone(name: unknown): name is string {
  return typeof name === 'string' && /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name) && IANAZone.isValidZone(name);
}

/** A time zone by its IANA name. */
export function IsIanaZone(): PropertyDecorator {
  return (target, property) => registerDecorator({
    name: 'isIanaZone', target: target.constructor, propertyName: String(property),
    validator: { validate: isIanaZone, defaultMessage: () => `${String(property)} must be an IANA time zone such as Europe/Stockholm` },
  });
}
