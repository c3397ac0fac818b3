import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsEmail, IsIn, IsOptional, IsString, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { IssuedKeyDto } from '../auth/keys.dto.js';
import { PageQuery } from '../sdk/page-query.js';
import type { Role } from '../sdk/principal.js';
import { ROLES } from './roles.js';
import type { Member } from './tenancy.entity.js';

const ROLE_MESSAGE = { message: `role must be one of Lever's roles that may use an integration: ${ROLES.join(', ')}` };
const NOT_BLANK = { message: 'name must hold more than spaces' };
const isGiven = (_: object, value: unknown) => value !== undefined;
const LowerCase = () => Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value));

export class FirstMemberDto {
  @ApiProperty({ example: 'Robin Berg', minLength: 1, maxLength: 200 })
  @IsString() @Length(1, 200) @Matches(/\S/, NOT_BLANK)
  name!: string;

  @ApiProperty({ description: 'Once in the organisation; kept in lower case.', format: 'email', example: 'robin.berg@example.com', maxLength: 254 })
  @LowerCase() @IsEmail() @MaxLength(254)
  email!: string;

  @ApiPropertyOptional({ nullable: true, type: String, description: 'Id of the same person in Lever.', example: 'df0adaa6-172b-4cd6-8520-49b203660fe1', maxLength: 100 })
  @IsOptional() @IsString() @Length(1, 100)
  leverUserId?: string | null;
}

export class NewMemberDto extends FirstMemberDto {
  @ApiProperty({ enum: ROLES, enumName: 'Role', example: 'team_member' })
  @IsIn([...ROLES], ROLE_MESSAGE)
  role!: Role;
}

export class ChangeMemberDto {
  @ApiPropertyOptional({ type: String, example: 'Robin Lind', minLength: 1, maxLength: 200 })
  @ValidateIf(isGiven) @IsString() @Length(1, 200) @Matches(/\S/, NOT_BLANK)
  name?: string;

  @ApiPropertyOptional({ enum: ROLES, enumName: 'Role', example: 'admin' })
  @ValidateIf(isGiven) @IsIn([...ROLES], ROLE_MESSAGE)
  role?: Role;

  @ApiPropertyOptional({ nullable: true, type: String, example: 'df0adaa6-172b-4cd6-8520-49b203660fe1', maxLength: 100 })
  @IsOptional() @IsString() @Length(1, 100)
  leverUserId?: string | null;

  @ApiPropertyOptional({ type: Boolean, description: 'False does the same as DELETE. True lets the member in again, with new keys.', example: true })
  @ValidateIf(isGiven) @IsBoolean()
  active?: boolean;
}

export class MemberQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ROLES, enumName: 'Role' })
  @IsOptional() @IsIn([...ROLES], ROLE_MESSAGE)
  role?: Role;
}

export class MemberDto {
  @ApiProperty({ format: 'uuid', example: '0d1c6b7e-52f1-4b1d-8c43-2f0f8f7b6a55' }) id!: string;
  @ApiProperty({ example: 'Robin Berg' }) name!: string;
  @ApiProperty({ example: 'robin.berg@example.com' }) email!: string;
  @ApiProperty({ enum: ROLES, enumName: 'Role' }) role!: Role;
  @ApiProperty({ nullable: true, type: String, example: null }) leverUserId!: string | null;
  @ApiProperty({ example: true }) active!: boolean;
  @ApiProperty({ format: 'date-time', example: '2026-11-25T09:00:00.000Z' }) createdAt!: string;
}

export class MemberPageDto {
  @ApiProperty({ type: [MemberDto] }) data!: readonly MemberDto[];
  @ApiProperty({ nullable: true, type: String, example: null }) next!: string | null;
}

export class MemberWithKeyDto {
  @ApiProperty({ type: MemberDto }) member!: MemberDto;
  @ApiProperty({ type: IssuedKeyDto, description: 'The member\'s first API key.' }) apiKey!: IssuedKeyDto;
}

export function toMemberDto({ id, name, email, role, leverUserId, active, createdAt }: Member): MemberDto {
  return { id, name, email, role, leverUserId: leverUserId ?? null, active, createdAt: createdAt.toISOString() };
}
