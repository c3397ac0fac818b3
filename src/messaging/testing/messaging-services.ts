import type { Clock } from '../../sdk/clock.js';
import type { Channels } from '../../sdk/messages.js';
import type { Pseudonyms } from '../../secrets/pseudonyms.js';
import type { SecretBox } from '../../secrets/secret-box.js';
import { Composer } from '../composer.js';
import { Messages } from '../messages.js';
import type { MessagingSettings } from '../messaging-settings.js';
import { Outbox } from '../outbox.js';
import { TemplateCatalogue } from '../templates/template-catalogue.js';
import { Wordings } from '../templates/wordings.js';

/** The writing side without Nest, for tests. */
export function messagingServices(parts: { secretBox: SecretBox; pseudonyms: Pseudonyms; clock: Clock; channels?: Channels }) {
  const { secretBox, pseudonyms, clock, channels = { email: 'live', sms: 'live' } } = parts;
  const settings: MessagingSettings = { from: 'Patchbay <hub@example.org>', publicUrl: 'https://hub.example', country: 'SE', channels };
  const templates = new TemplateCatalogue();
  const wordings = new Wordings(clock);
  const messages = new Messages(new Outbox(secretBox, clock, settings), new Composer(templates, wordings), pseudonyms, settings, clock);
  return { settings, templates, wordings, messages };
}
