import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs, PAGER, type Pager } from '../sdk/rest.js';
import { AuditPageDto, AuditQuery, AuditVerdictDto, VerifyQuery, type AuditEntryDto } from './audit.dto.js';
import { AuditReader, type AuditPosition, type ReadableEntry } from './audit-reader.js';
import { AuditVerifier } from './audit-verifier.js';
import { tenantOf } from './caller-tenant.js';

const DEFAULT_LIMIT = 50;
const CURSOR = 'audit';

@ApiTags('audit')
@ApiBearerAuth()
@Controller('v1/audit')
export class AuditController {
  constructor(
    private readonly reader: AuditReader,
    private readonly verifier: AuditVerifier,
    @Inject(PAGER) private readonly pager: Pager,
  ) {}

  @Get()
  @Needs('configure')
  @ApiOperation({ operationId: 'listAudit', summary: 'Who did what to which thing, newest first.' })
  @ApiOkResponse({ type: AuditPageDto })
  async list(@Caller() caller: Principal, @Query() query: AuditQuery): Promise<AuditPageDto> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const before = query.cursor ? positionOf(this.pager.decode(CURSOR, query.cursor)) : null;
    const { subject, action, actor } = query;
    const filter = { subject, action, actor, fromMs: momentOf('from', query.from), toMs: momentOf('to', query.to) };
    const rows = await this.reader.page(tenantOf(caller), filter, before, limit + 1);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { data: rows.slice(0, limit).map(toDto), next: last ? this.pager.encode(CURSOR, [last.xid, last.ordinal]) : null };
  }

  @Get('verify')
  @Needs('configure')
  @ApiOperation({ operationId: 'verifyAudit', summary: 'Proves that the trail is whole, or names the first bad row.' })
  @ApiOkResponse({ type: AuditVerdictDto })
  verify(@Caller() caller: Principal, @Query() query: VerifyQuery): Promise<AuditVerdictDto> {
    const [seq, hash] = query.anchor?.split(':') ?? [];
    return this.verifier.verify(tenantOf(caller), seq && hash ? [{ seq: Number(seq), hash }] : []);
  }

  @Get('export')
  @Needs('configure')
  @ApiOperation({ operationId: 'exportAudit', summary: 'The chained trail as JSON lines for `scripts/verify-audit.mjs`.' })
  @ApiProduces('application/x-ndjson')
  export(@Caller() caller: Principal): StreamableFile {
    const lines = Readable.from(this.reader.export(tenantOf(caller)), { objectMode: false });
    return new StreamableFile(lines, { type: 'application/x-ndjson', disposition: 'attachment; filename="audit.jsonl"' });
  }
}

function momentOf(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw CallerError.invalid([{ field, message: 'There is no such moment.' }]);
  return ms;
}

const positionOf = ([xid, ordinal]: readonly (string | number)[]): AuditPosition => [String(xid), String(ordinal)];

export function toDto(entry: ReadableEntry): AuditEntryDto {
  return {
    id: entry.id, seq: entry.seq === null ? null : Number(entry.seq), hash: entry.hash,
    at: new Date(Number(entry.atMs)).toISOString(),
    actor: { kind: entry.actorKind, id: entry.actorId }, action: entry.action, subject: entry.subject,
    detail: entry.detail === null ? null : (JSON.parse(entry.detail) as Record<string, unknown>),
    personal: entry.values, erased: entry.person !== null && entry.values === null, causeId: entry.causeId,
  };
}
