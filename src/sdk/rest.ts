import { applyDecorators, Controller, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UseCaseContext } from './context.js';
import type { Permission, Principal } from './principal.js';

export const NEEDS = 'patchbay:needs';
export const PLUGIN_KEY = 'patchbay:plugin';

/** What a caller needs for this route. Every route declares one, or boot fails (D23). */
export const Needs = (permission: Permission | 'anyone') => SetMetadata(NEEDS, permission);

/**
 * REST resources of one integration under `/v1/<key>/<path>`: own tag in OpenAPI, authentication, and
 * `409 integration-not-enabled` for anything but GET while the installation is off (D23).
 */
export const PluginController = (key: string, path = '') =>
  applyDecorators(SetMetadata(PLUGIN_KEY, key), ApiTags(key), ApiBearerAuth(), Controller(`v1/${key}${path ? `/${path}` : ''}`));

/** The authenticated principal of the request. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal =>
  context.switchToHttp().getRequest<{ principal: Principal }>().principal);

/** Injection token of `UseCases`. */
export const USE_CASES = Symbol('patchbay:use-cases');

/** Runs a REST use case of a plugin for the caller's tenant. */
export interface UseCases {
  /** Throws 404 when the tenant never installed the integration. `principal` must be a member or this vendor. */
  run<S extends object, T>(integrationKey: string, principal: Principal, work: (ctx: UseCaseContext<S>) => Promise<T>): Promise<T>;
}

/** One page of a list; `next` is the signed cursor for `?cursor=`, null on the last page. */
export interface Page<T> { readonly data: readonly T[]; readonly next: string | null }

/** Injection token of `Pager`. */
export const PAGER = Symbol('patchbay:pager');

/** Signed keyset cursors: `decode` throws 400 naming `cursor` for a foreign or altered one. */
export interface Pager {
  encode(scope: string, position: readonly (string | number)[]): string;
  decode(scope: string, cursor: string): readonly (string | number)[];
}
