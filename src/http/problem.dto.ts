import { ApiProperty } from '@nestjs/swagger';

export class FieldProblemDto {
  @ApiProperty({ description: 'JSON pointer into the body, or the name of a query or path parameter.', example: '/name' }) field!: string;
  @ApiProperty({ description: 'What would be accepted.', example: 'name must be shorter than or equal to 200 characters' }) message!: string;
}

/** How every error is answered, as `application/problem+json` (RFC 9457). */
export class ProblemDto {
  @ApiProperty({ format: 'uri', example: 'urn:patchbay:problem:invalid-input' }) type!: string;
  @ApiProperty({ example: 'Invalid input' }) title!: string;
  @ApiProperty({ type: 'integer', example: 422 }) status!: number;
  @ApiProperty({ example: 'Some fields cannot be used as given.' }) detail!: string;
  @ApiProperty({ example: '/v1/members' }) instance!: string;
  @ApiProperty({ description: 'Stable word to program against.', example: 'invalid-input' }) code!: string;
  @ApiProperty({ description: 'The same as in the header `x-request-id`.', example: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11' }) requestId!: string;
  @ApiProperty({ type: [FieldProblemDto] }) errors!: FieldProblemDto[];
}
