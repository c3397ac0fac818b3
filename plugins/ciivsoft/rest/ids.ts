import { ForeignIdParam } from 'patchbay/sdk';

export const LEVER_ID = /^[\w.:-]{1,60}$/;

export const LeverIdParam = (name: string): ParameterDecorator => ForeignIdParam(name, LEVER_ID);
