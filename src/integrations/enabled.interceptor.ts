import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';
import { PLUGIN_KEY } from '../sdk/rest.js';
import type { Engine } from './engine.js';
import { ENGINE } from './ticker.js';

interface PluginRequest { readonly method: string; readonly principal?: Principal }

/** A plugin's resources may be read while it is off, but not changed: `409 integration-not-enabled` (D23). */
@Injectable()
export class EnabledInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector, @Inject(ENGINE) private readonly engine: Engine) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const key = this.reflector.get<string | undefined>(PLUGIN_KEY, context.getClass());
    const request = context.switchToHttp().getRequest<PluginRequest>();
    const tenantId = request.principal?.tenantId;
    if (key !== undefined && request.method !== 'GET' && tenantId) {
      const view = await this.engine.directory.byKey(tenantId, key);
      if (!view) throw CallerError.notFound(`An installation of ${key}`);
      if (view.state !== 'enabled') {
        throw CallerError.conflict('integration-not-enabled', `${key} is ${view.state}. Switch it on before changing anything; reading stays possible.`);
      }
    }
    return next.handle();
  }
}
