import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { permissionsOf } from '../auth/permission-rules.js';
import { ForEveryPrincipal } from '../auth/route-marks.js';
import type { Permission, Principal } from '../sdk/principal.js';
import { Caller, Needs } from '../sdk/rest.js';
import { MemberService } from './member.service.js';
import { MemberDto, toMemberDto } from './members.dto.js';
import { TenantService } from './tenant.service.js';
import { TenantDto, toTenantDto } from './tenants.dto.js';

export class MeDto {
  @ApiProperty({ enum: ['member', 'operator', 'vendor', 'system'], example: 'member' }) kind!: Principal['kind'];
  @ApiProperty({ example: '0d1c6b7e-52f1-4b1d-8c43-2f0f8f7b6a55' }) id!: string;
  @ApiProperty({ type: TenantDto, nullable: true, description: 'Null for an operator who named no organisation.' }) tenant!: TenantDto | null;
  @ApiProperty({ type: MemberDto, nullable: true }) member!: MemberDto | null;
  @ApiProperty({ nullable: true, type: String, description: 'The one integration of a vendor key.', example: null }) integrationKey!: string | null;
  @ApiProperty({ enum: ['see', 'use', 'configure', 'enable', 'operate'], isArray: true, description: 'Before an integration\'s manifest narrows it.' })
  permissions!: Permission[];
}

@ApiTags('me')
@ApiBearerAuth()
@Controller('v1/me')
export class MeController {
  constructor(private readonly tenants: TenantService, private readonly members: MemberService) {}

  @Get()
  @Needs('see')
  @ForEveryPrincipal()
  @ApiOperation({ operationId: 'getMe', summary: 'Who this credential is and what it may do.' })
  @ApiOkResponse({ type: MeDto })
  async get(@Caller() caller: Principal): Promise<MeDto> {
    const { kind, id, tenantId } = caller;
    return {
      kind, id, permissions: permissionsOf(caller), integrationKey: kind === 'vendor' ? caller.integrationKey : null,
      tenant: tenantId === null ? null : toTenantDto(await this.tenants.get(tenantId)),
      member: kind === 'member' ? toMemberDto(await this.members.get(caller.tenantId, id)) : null,
    };
  }
}
