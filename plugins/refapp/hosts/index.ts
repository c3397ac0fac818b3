import type { HostKey, ReferenceHost } from './host.js';
import { leverHost } from './lever.host.js';
import { weSelectHost } from './we-select.host.js';

const HOSTS: Readonly<Record<HostKey, ReferenceHost>> = { 'lever': leverHost, 'we-select': weSelectHost };

export const hostOf = (key: HostKey): ReferenceHost => HOSTS[key];
