import { ForeignIdParam } from 'patchbay/sdk';

const OCCASION = /^(received|light:(green|yellow|red)|status:(idibu|lever):[\w-]{1,60})$/;

export const StatusIdParam = (): ParameterDecorator => ForeignIdParam('id', /^idibu:[\w-]{1,40}$/, 'The status');
export const OccasionParam = (): ParameterDecorator => ForeignIdParam('occasion', OCCASION, 'The message');
