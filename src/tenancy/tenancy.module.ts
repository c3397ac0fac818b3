import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { HttpModule } from '../http/http.module.js';
import { MeController } from './me.controller.js';
import { MemberService } from './member.service.js';
import { MembersController } from './members.controller.js';
import { TenantService } from './tenant.service.js';
import { TenantsController } from './tenants.controller.js';

@Global()
@Module({
  imports: [HttpModule, AuthModule],
  controllers: [TenantsController, MembersController, MeController],
  providers: [TenantService, MemberService],
  exports: [TenantService, MemberService],
})
export class TenancyModule {}
