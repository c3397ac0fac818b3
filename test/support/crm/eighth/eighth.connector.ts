import type { CrmConnector } from '../../../../plugins/idibu/crm/connector.js';

const eighth: CrmConnector = {
  account: {
    system: 'eighth', name: 'An Eighth CRM', hosts: {}, options: [], limit: { requests: 10, inSeconds: 10 }, signInUrl: async () => 'https://eighth.example/sign-in',
    exchange: async () => { throw new Error('not in this test'); }, refresh: async () => { throw new Error('not in this test'); }, authorize: () => ({}),
  },
  capabilities: { hasPools: false, mayErase: false, maxCvBytes: 1 },
  mapping: [],
  open: () => { throw new Error('not in this test'); },
};

export default eighth;
