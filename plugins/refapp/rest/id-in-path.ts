import { ForeignIdParam } from 'patchbay/sdk';

export const RefereeIdParam = (): ParameterDecorator => ForeignIdParam('refereeId', /^[A-Za-z0-9_.:-]{1,200}$/, 'The referee');
