import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { tenantOf } from '../audit/caller-tenant.js';
import { IdParam } from '../sdk/id-param.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs } from '../sdk/rest.js';
import { MemberService } from './member.service.js';
import { ChangeMemberDto, MemberDto, MemberPageDto, MemberQuery, NewMemberDto, toMemberDto } from './members.dto.js';

/** Letting people in and giving them roles is as good as enabling, so it needs the same. */
@ApiTags('members')
@ApiBearerAuth()
@Controller('v1/members')
export class MembersController {
  constructor(private readonly members: MemberService) {}

  @Post()
  @Needs('enable')
  @ApiOperation({ operationId: 'createMember', summary: 'Lets a person into the organisation.' })
  @ApiCreatedResponse({ type: MemberDto })
  async create(@Caller() caller: Principal, @Body() body: NewMemberDto): Promise<MemberDto> {
    return toMemberDto(await this.members.create(caller, tenantOf(caller), body));
  }

  @Get()
  @Needs('see')
  @ApiOperation({ operationId: 'listMembers', summary: 'The organisation\'s people, oldest first.' })
  @ApiOkResponse({ type: MemberPageDto })
  list(@Caller() caller: Principal, @Query() query: MemberQuery): Promise<MemberPageDto> {
    return this.members.list(tenantOf(caller), query);
  }

  @Get(':id')
  @Needs('see')
  @ApiOperation({ operationId: 'getMember', summary: 'One person.' })
  @ApiOkResponse({ type: MemberDto })
  async get(@Caller() caller: Principal, @IdParam('id') id: string): Promise<MemberDto> {
    return toMemberDto(await this.members.get(tenantOf(caller), id));
  }

  @Patch(':id')
  @Needs('enable')
  @ApiOperation({ operationId: 'changeMember', summary: 'Changes name, role or Lever user; acts on running sessions within a second.' })
  @ApiOkResponse({ type: MemberDto })
  async change(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: ChangeMemberDto): Promise<MemberDto> {
    return toMemberDto(await this.members.change(caller, tenantOf(caller), id, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('enable')
  @ApiOperation({ operationId: 'deactivateMember', summary: 'Shuts a person out and revokes all their keys; the row stays for the history.' })
  @ApiNoContentResponse()
  async deactivate(@Caller() caller: Principal, @IdParam('id') id: string): Promise<void> {
    await this.members.change(caller, tenantOf(caller), id, { active: false });
  }
}
