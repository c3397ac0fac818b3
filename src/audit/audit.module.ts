import { Global, Module } from '@nestjs/common';
import { SecretsModule } from '../secrets/secrets.module.js';
import { AuditController } from './audit.controller.js';
import { AuditKeys } from './audit-keys.js';
import { AuditReader } from './audit-reader.js';
import { AuditRecorder } from './audit-recorder.js';
import { AuditSequencer } from './audit-sequencer.js';
import { AuditTrail } from './audit-trail.js';
import { AuditVerifier } from './audit-verifier.js';

@Global()
@Module({
  imports: [SecretsModule],
  controllers: [AuditController],
  providers: [AuditKeys, AuditReader, AuditSequencer, AuditVerifier, { provide: AuditTrail, useClass: AuditRecorder }],
  exports: [AuditTrail, AuditSequencer, AuditVerifier, AuditReader],
})
export class AuditModule {}
