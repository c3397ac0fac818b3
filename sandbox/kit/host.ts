const LOOPBACK = '127.0.0.1';
let name = LOOPBACK;

/** Name under which every emulator started from now on tells others where it is; any but the loopback address makes it listen on all interfaces. */
export function answerAs(host: string): void {
  name = host;
}

export const hostName = (): string => name;
export const listenAddress = (): string => (name === LOOPBACK ? LOOPBACK : '0.0.0.0');
