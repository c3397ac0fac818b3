export { startSandbox, type EmulatorName, type Sandbox, type SandboxDescription, type SandboxOptions } from './sandbox.js';
export { SandboxClock } from './kit/index.js';
export type { ControlServer, IdleReport } from './control-server.js';
export type { RunningEmulator, SeedSize, StartContext, StartEmulator } from './running-emulator.js';
