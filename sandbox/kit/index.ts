export { SandboxClock, type ClockListener } from './clock.js';
export { controlPrefix } from './control-path.js';
export { createEmulator, type Emulator, type EmulatorOptions } from './emulator.js';
export { FaultRegistry, faultKinds, type FaultKind, type FaultRule, type FaultStatus } from './faults.js';
export { combinePending, type PendingWork } from './pending-work.js';
export { answerAs, hostName, listenAddress } from './host.js';
export { RequestLog, type CallCounts, type LoggedRequest } from './request-log.js';
export { SeededRandom } from './seeded-random.js';
export { SignedSender, type Delivery, type DeliveryRequest, type SenderSwitches, type SignedSenderOptions } from './signed-sender.js';
