import { Injectable, Optional, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { AnonymousLimit } from '../http/anonymous-limit.js';
import { bindTenant } from '../http/request-scope.js';
import { CallerError } from '../sdk/errors.js';
import type { Permission } from '../sdk/principal.js';
import { NEEDS, PLUGIN_KEY } from '../sdk/rest.js';
import { KEY_STRATEGY } from './api-key.strategy.js';
import type { AuthenticatedRequest } from './authenticated.js';
import { OperatorEntry, TENANT_HEADER } from './operator-entry.js';
import { PermissionNarrowing } from './permission-narrowing.js';
import { judge, type RouteDemand } from './permission-rules.js';
import { FOR_EVERY_PRINCIPAL, INTEGRATION_PARAM } from './route-marks.js';
import { TOKEN_STRATEGY } from './token.strategy.js';

/** Before every route: who is it (401), may it (403); only then does the route look for what was asked (404). */
@Injectable()
export class NeedsGuard extends AuthGuard([KEY_STRATEGY, TOKEN_STRATEGY]) {
  constructor(
    private readonly reflector: Reflector, private readonly anonymous: AnonymousLimit, private readonly operators: OperatorEntry,
    @Optional() private readonly narrowing?: PermissionNarrowing,
  ) {
    super({ session: false, property: 'authenticated' });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const needs = this.mark<Permission | 'anyone'>(NEEDS, context);
    if (needs === 'anyone') return true;
    if (needs === undefined) throw CallerError.forbidden('This route declares no permission.');
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const { principal: caller } = await this.authenticate(context, request);
    const principal = await this.operators.enter(caller, request.headers[TENANT_HEADER]);
    const verdict = judge(principal, this.demandOf(needs, context, request));
    if (!verdict.allowed) throw CallerError.forbidden(verdict.reason);
    await this.operators.record(principal, `${request.method} ${request.routeOptions.url ?? ''}`);
    request.principal = principal;
    bindTenant(principal.tenantId);
    return true;
  }

  override handleRequest<T>(error: unknown, authenticated: T): T {
    if (error) throw error instanceof Error ? error : new Error('Authentication failed.', { cause: error });
    if (!authenticated) throw new CallerError('unauthenticated', 'Send a valid key or token as `Authorization: Bearer …`.', { status: 401 });
    return authenticated;
  }

  private async authenticate(context: ExecutionContext, request: AuthenticatedRequest) {
    try {
      await super.canActivate(context);
    } catch (error) {
      const isWrong = error instanceof CallerError && error.status === 401 && request.headers.authorization !== undefined;
      if (isWrong) await this.anonymous.count(request.ip);
      throw error;
    }
    if (!request.authenticated) throw new Error('Passport let a request through without saying who it is.');
    return request.authenticated;
  }

  private demandOf(needs: Permission, context: ExecutionContext, request: AuthenticatedRequest): RouteDemand {
    const owner = this.mark<string>(PLUGIN_KEY, context);
    const parameter = this.mark<string>(INTEGRATION_PARAM, context);
    const named = owner ?? (parameter === undefined ? undefined : (request.params as Record<string, string | undefined>)[parameter]);
    const narrowedTo = named === undefined || needs === 'operate' ? undefined : this.narrowing?.rolesFor(named, needs);
    return { needs, integrationKey: owner, narrowedTo, forEveryPrincipal: this.mark<boolean>(FOR_EVERY_PRINCIPAL, context) === true };
  }

  private mark<T>(name: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(name, [context.getHandler(), context.getClass()]);
  }
}
