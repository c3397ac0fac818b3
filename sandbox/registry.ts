import { startCareerPlace, type CareerPlace } from './career-place/index.js';
import type { StartContext, StartEmulator } from './running-emulator.js';

/** Every emulated service, in order of start. A new one is one line here; its name becomes a field of `Sandbox`. */
export const registry = {
  careerPlace: startCareerPlaceWithMailbox,
} satisfies Record<string, StartEmulator>;

async function startCareerPlaceWithMailbox({ clock, port, seed, mailbox }: StartContext): Promise<CareerPlace> {
  const smtp = { host: mailbox.smtpHost, port: mailbox.smtpPort };
  const careerPlace = await startCareerPlace({ clock, port, seed, smtp });
  mailbox.subscribeToBounces(`${careerPlace.baseUrl}/inbound/bounces`, 'bounces+*@career-place.example');
  return careerPlace;
}
