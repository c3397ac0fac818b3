import { plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, IsUrl, Matches, Max, Min, validateSync } from 'class-validator';

const Numeric = () => Transform(({ value }: { value: unknown }) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value));
export type Env = Readonly<Record<string, string | undefined>>;

const web = { require_tld: false, protocols: ['http', 'https'], require_protocol: true };

const MASTER_KEYS = /^[\w-]+:[A-Za-z0-9+/]{43}=(,[\w-]+:[A-Za-z0-9+/]{43}=)*$/;

/** Every variable the hub reads. Names only are reported when one is wrong, never values. */
export class Environment {
  @IsOptional() @IsIn(['production', 'development', 'test']) NODE_ENV: 'production' | 'development' | 'test' = 'development';
  @IsOptional() @IsIn(['web', 'worker', 'both']) PATCHBAY_ROLE: 'web' | 'worker' | 'both' = 'both';
  @IsOptional() @IsString() PATCHBAY_HOST = '127.0.0.1';
  @IsOptional() @Numeric() @IsInt() @Min(0) @Max(65_535) PORT = 3000;
  @IsOptional() @IsUrl(web) PATCHBAY_PUBLIC_URL?: string;
  @IsOptional() @IsIn(['true', 'false']) PATCHBAY_TRUST_PROXY: 'true' | 'false' = 'false';
  @IsOptional() @Matches(/^postgres(ql)?:\/\//, { message: 'must be a postgresql:// address' }) DATABASE_URL?: string;
  @IsOptional() @Matches(/^postgres(ql)?:\/\//, { message: 'must be a postgresql:// address' }) DATABASE_OWNER_URL?: string;
  @IsOptional() @IsString() PATCHBAY_DATA_DIR?: string;
  @IsOptional() @Numeric() @IsInt() @Min(2) @Max(500) PATCHBAY_POOL_SIZE = 20;
  @IsOptional() @Matches(/^rediss?:\/\//, { message: 'must be a redis:// or rediss:// address' }) REDIS_URL?: string;
  @IsOptional() @Matches(MASTER_KEYS, { message: 'must be id:key, newest first, comma separated, each key 32 bytes in base64' }) PATCHBAY_MASTER_KEY?: string;
  @IsOptional() @IsUrl(web) LEVER_API_URL = 'https://api.lever.co/v1';
  @IsOptional() @IsUrl(web) LEVER_AUTH_URL = 'https://auth.lever.co';
  @IsOptional() @IsString() LEVER_AUDIENCE = 'https://api.lever.co/v1/';
  @IsOptional() @Numeric() @IsNumber() @Min(1) LEVER_RATE_BURST = 16;
  @IsOptional() @Numeric() @IsNumber() @Min(0.1) LEVER_RATE_PER_SECOND = 9.9;
  @IsOptional() @Numeric() @IsNumber() @Min(0.1) @Max(10) LEVER_APPLICATIONS_PER_SECOND = 2;
  @IsOptional() @Numeric() @IsInt() @Min(1_000) LEVER_POLL_EVERY_MS = 60_000;
  @IsOptional() @Numeric() @IsInt() @Min(0) LEVER_SETTLE_MS = 5_000;
  @IsOptional() @Numeric() @IsInt() @Min(100) LEVER_TIMEOUT_MS = 30_000;
  @IsOptional() @Matches(/^smtps?:\/\//, { message: 'must be an smtp:// or smtps:// address' }) SMTP_URL?: string;
  @IsOptional() @IsString() SMTP_FROM = 'Patchbay <patchbay@localhost>';
  @IsOptional() @Matches(/^[^\s@+<>]+@[^\s@<>]+$/, { message: 'must be an address without a tag' }) SMTP_BOUNCE_ADDRESS?: string;
  @IsOptional() @IsIn(['twilio', '46elks']) SMS_PROVIDER?: 'twilio' | '46elks';
  @IsOptional() @Matches(/^(\+[1-9]\d{6,14}|MG[0-9a-f]{32})$/, { message: 'must be a number such as +46700000000, or a Twilio messaging service' }) SMS_FROM?: string;
  @IsOptional() @IsUrl(web) SMS_URL?: string;
  @IsOptional() @IsString() SMS_ACCOUNT?: string;
  @IsOptional() @IsString() SMS_SECRET?: string;
  @IsOptional() @Numeric() @IsInt() @Min(100) SMS_TIMEOUT_MS = 15_000;
  @IsOptional() @Matches(/^[A-Z]{2}$/, { message: 'must be an ISO country code such as SE' }) SMS_COUNTRY = 'SE';
  @IsOptional() @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) LOG_LEVEL = 'info';
  @IsOptional() @IsString() PATCHBAY_METRICS_TOKEN?: string;
  @IsOptional() @Numeric() @IsInt() @Min(1) @Max(1_000) PATCHBAY_WORKERS = 16;
  @IsOptional() @Numeric() @IsInt() @Min(500) PATCHBAY_LEASE_MS = 3_000;
  @IsOptional() @Numeric() @IsInt() @Min(1_000) PATCHBAY_HOLD_MS = 60_000;
  @IsOptional() @Numeric() @IsInt() @Min(20) PATCHBAY_POLL_MS = 1_000;
  @IsOptional() @Numeric() @IsInt() @Min(16) @Max(65_536) PATCHBAY_SEARCH_MB = 512;
  @IsOptional() @Numeric() @IsInt() @Min(100) PATCHBAY_STOP_WITHIN_MS = 30_000;
  @IsOptional() @IsIn(['true', 'false']) PATCHBAY_CLOCK_SHIFT: 'true' | 'false' = 'false';
  @IsOptional() @Matches(/^[\w.-]+:\d+(:(exit|hang|error))?$/) PATCHBAY_FAILPOINT?: string;
}

/** Thrown with the names of all wrong or missing variables and what each needs. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** Reads and validates; empty variables count as absent. */
export function readEnvironment(env: Env): Environment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const environment = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const errors = validateSync(environment, { skipMissingProperties: true });
  if (errors.length > 0) {
    throw new ConfigurationError(errors.map((error) => `${error.property}: ${Object.values(error.constraints ?? {}).join(', ').replaceAll(`${error.property} `, '')}`));
  }
  return environment;
}
