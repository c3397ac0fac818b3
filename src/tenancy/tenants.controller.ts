import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { toKeyDto } from '../auth/keys.dto.js';
import { IdParam } from '../sdk/id-param.js';
import { ShowsSecretOnce } from '../http/idempotency.interceptor.js';
import { PageQuery } from '../sdk/page-query.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs } from '../sdk/rest.js';
import { MemberService } from './member.service.js';
import { FirstMemberDto, MemberWithKeyDto, toMemberDto } from './members.dto.js';
import { TenantService } from './tenant.service.js';
import { ChangeTenantDto, NewTenantDto, TenantDto, TenantPageDto, toTenantDto } from './tenants.dto.js';

@ApiTags('tenants')
@ApiBearerAuth()
@Controller('v1/tenants')
export class TenantsController {
  constructor(private readonly tenants: TenantService, private readonly members: MemberService) {}

  @Post()
  @Needs('operate')
  @ApiOperation({ operationId: 'createTenant', summary: 'Makes an organisation.' })
  @ApiCreatedResponse({ type: TenantDto })
  async create(@Caller() caller: Principal, @Body() body: NewTenantDto): Promise<TenantDto> {
    return toTenantDto(await this.tenants.create(caller, body));
  }

  @Get()
  @Needs('operate')
  @ApiOperation({ operationId: 'listTenants', summary: 'Organisations, newest first.' })
  @ApiOkResponse({ type: TenantPageDto })
  list(@Query() query: PageQuery): Promise<TenantPageDto> {
    return this.tenants.list(query);
  }

  @Get(':id')
  @Needs('operate')
  @ApiOperation({ operationId: 'getTenant', summary: 'One organisation.' })
  @ApiOkResponse({ type: TenantDto })
  async get(@IdParam('id') id: string): Promise<TenantDto> {
    return toTenantDto(await this.tenants.get(id));
  }

  @Patch(':id')
  @Needs('operate')
  @ApiOperation({ operationId: 'changeTenant', summary: 'Changes name or time zone.' })
  @ApiOkResponse({ type: TenantDto })
  async change(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: ChangeTenantDto): Promise<TenantDto> {
    return toTenantDto(await this.tenants.change(caller, id, body));
  }

  @Post(':id/members')
  @Needs('operate')
  @ShowsSecretOnce()
  @ApiOperation({ operationId: 'createSuperAdmin', summary: 'Lets a super admin into an organisation; the answer shows the first API key this once.' })
  @ApiCreatedResponse({ type: MemberWithKeyDto })
  async createSuperAdmin(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: FirstMemberDto): Promise<MemberWithKeyDto> {
    const tenant = await this.tenants.get(id);
    const { member, issued } = await this.members.createWithKey(caller, tenant.id, { ...body, role: 'super_admin' });
    return { member: toMemberDto(member), apiKey: { ...toKeyDto(issued.row), key: issued.key } };
  }
}
