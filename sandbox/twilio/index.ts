export { startTwilio, type Twilio, type TwilioDescription } from './twilio.js';
