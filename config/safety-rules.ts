import type { Environment } from './environment.js';

function productionProblems(vars: Environment): string[] {
  const problems: string[] = [];
  if (!vars.PATCHBAY_MASTER_KEY) problems.push('PATCHBAY_MASTER_KEY: is required in production');
  if (!vars.DATABASE_URL) problems.push('DATABASE_URL: is required in production; the embedded store is for trying out');
  if (vars.PATCHBAY_CLOCK_SHIFT === 'true') problems.push('PATCHBAY_CLOCK_SHIFT: business time cannot be shifted in production');
  if (vars.PATCHBAY_FAILPOINT) problems.push('PATCHBAY_FAILPOINT: fail-points cannot be armed in production');
  if (!vars.PATCHBAY_PUBLIC_URL?.startsWith('https://')) problems.push('PATCHBAY_PUBLIC_URL: must be an https address in production');
  return problems;
}

/** Lever counts 20 requests at once and 10 a second; only tests, whose Lever is ours, may go beyond. */
function rateProblems(vars: Environment): string[] {
  if (vars.NODE_ENV === 'test') return [];
  return [
    ...(vars.LEVER_RATE_BURST > 20 ? ['LEVER_RATE_BURST: must not be greater than 20'] : []),
    ...(vars.LEVER_RATE_PER_SECOND > 10 ? ['LEVER_RATE_PER_SECOND: must not be greater than 10'] : []),
  ];
}

function smsProblems(vars: Environment): string[] {
  if (!vars.SMS_PROVIDER) return [];
  const problems = (['SMS_FROM', 'SMS_ACCOUNT', 'SMS_SECRET'] as const).filter((name) => !vars[name]).map((name) => `${name}: is missing, SMS_PROVIDER is set`);
  if (vars.SMS_PROVIDER === '46elks' && vars.SMS_FROM?.startsWith('MG')) problems.push('SMS_FROM: 46elks needs a number, which people can answer');
  return problems;
}

/** What the hub refuses to start with although each variable is well formed. */
export function safetyProblems(vars: Environment): string[] {
  const problems = [...rateProblems(vars), ...smsProblems(vars), ...(vars.NODE_ENV === 'production' ? productionProblems(vars) : [])];
  if (vars.NODE_ENV !== 'production' && !vars.DATABASE_URL && vars.PATCHBAY_ROLE !== 'both') {
    problems.push('DATABASE_URL: is required for the roles web and worker; only role both may use the embedded store');
  }
  return problems;
}
