import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IntegrationParam } from '../auth/route-marks.js';
import { tenantOf } from '../audit/caller-tenant.js';
import { CallerError } from '../sdk/errors.js';
import type { SetupReport } from '../sdk/provider.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs } from '../sdk/rest.js';
import type { Engine } from './engine.js';
import { InstallDto, InstallationSummary, IntegrationView, ModeDto, ScheduleRunView, SettingsDto } from './installations.dto.js';
import { InstallationsService } from './installations.service.js';
import type { SettingsView } from './settings.service.js';
import { ENGINE } from './ticker.js';

/** The catalogue and the organisation's installations. */
@ApiTags('integrations')
@ApiBearerAuth()
@IntegrationParam('key')
@Controller('v1')
export class InstallationsController {
  constructor(private readonly installations: InstallationsService, @Inject(ENGINE) private readonly engine: Engine) {}

  @Get('integrations')
  @Needs('see')
  @ApiOperation({ operationId: 'listIntegrations', summary: 'Every integration this hub knows.' })
  @ApiOkResponse({ type: [IntegrationView] })
  integrations(): { data: IntegrationView[]; next: null } { return { data: this.installations.integrations(), next: null }; }

  @Get('integrations/:key')
  @Needs('see')
  @ApiOperation({ operationId: 'getIntegration', summary: 'One integration with its permissions and the JSON Schema of its settings.' })
  @ApiOkResponse({ type: IntegrationView })
  integration(@Param('key') key: string): IntegrationView { return this.installations.integration(key); }

  @Get('installations')
  @Needs('see')
  @ApiOperation({ operationId: 'listInstallations', summary: 'The integrations of this organisation and their states.' })
  async list(@Caller() by: Principal): Promise<{ data: InstallationSummary[]; next: null }> {
    return { data: await this.installations.list(tenantOf(by)), next: null };
  }

  @Post('installations')
  @Needs('enable')
  @ApiOperation({ operationId: 'installIntegration', summary: 'Starts the set-up of an integration; a second call answers the same installation.' })
  @ApiOkResponse({ type: InstallationSummary })
  install(@Caller() by: Principal, @Body() body: InstallDto): Promise<InstallationSummary> {
    return this.installations.install(tenantOf(by), body.integrationKey, by);
  }

  @Get('installations/:key')
  @Needs('see')
  @ApiOperation({ operationId: 'getInstallation', summary: 'State of one installation.' })
  @ApiOkResponse({ type: InstallationSummary })
  one(@Caller() by: Principal, @Param('key') key: string): Promise<InstallationSummary> { return this.installations.one(tenantOf(by), key); }

  @Get('installations/:key/setup')
  @Needs('see')
  @ApiOperation({ operationId: 'getSetup', summary: 'What is done and what is still to do, step by step.' })
  setup(@Caller() by: Principal, @Param('key') key: string): Promise<SetupReport> { return this.engine.setup.report(tenantOf(by), key); }

  @Get('installations/:key/settings')
  @Needs('configure')
  @ApiOperation({ operationId: 'getSettings', summary: 'Current settings and their revision.' })
  settings(@Caller() by: Principal, @Param('key') key: string): Promise<SettingsView> { return this.engine.settings.current(tenantOf(by), key); }

  @Put('installations/:key/settings')
  @Needs('configure')
  @ApiOperation({ operationId: 'saveSettings', summary: 'Saves all settings as a new revision.' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'Revision the settings were read at.', example: '3' })
  save(@Caller() by: Principal, @Param('key') key: string, @Headers('if-match') revision: string | undefined, @Body() body: SettingsDto): Promise<SettingsView> {
    return this.engine.settings.save(tenantOf(by), key, body.value, revisionOf(revision), by);
  }

  @Post('installations/:key/enable')
  @HttpCode(200)
  @Needs('enable')
  @ApiOperation({ operationId: 'enableInstallation', summary: 'Switches it on; needs every set-up step done.' })
  async enable(@Caller() by: Principal, @Param('key') key: string): Promise<InstallationSummary> {
    await this.engine.lifecycle.enable(tenantOf(by), key, by);
    return this.installations.one(tenantOf(by), key);
  }

  @Post('installations/:key/pause')
  @HttpCode(200)
  @Needs('enable')
  @ApiOperation({ operationId: 'pauseInstallation', summary: 'Holds its work back until it is resumed.' })
  async pause(@Caller() by: Principal, @Param('key') key: string): Promise<InstallationSummary> {
    await this.engine.lifecycle.pause(tenantOf(by), key, by);
    return this.installations.one(tenantOf(by), key);
  }

  @Post('installations/:key/resume')
  @HttpCode(200)
  @Needs('enable')
  @ApiOperation({ operationId: 'resumeInstallation', summary: 'Carries on where it was paused.' })
  async resume(@Caller() by: Principal, @Param('key') key: string): Promise<InstallationSummary> {
    await this.engine.lifecycle.resume(tenantOf(by), key, by);
    return this.installations.one(tenantOf(by), key);
  }

  @Post('installations/:key/disable')
  @HttpCode(200)
  @Needs('enable')
  @ApiOperation({ operationId: 'disableInstallation', summary: 'Switches it off; when this has answered nothing more is sent.' })
  async disable(@Caller() by: Principal, @Param('key') key: string): Promise<InstallationSummary> {
    await this.engine.lifecycle.disable(tenantOf(by), key, by);
    return this.installations.one(tenantOf(by), key);
  }

  @Post('installations/:key/schedules/:name/run')
  @HttpCode(202)
  @Needs('configure')
  @ApiOperation({ operationId: 'runSchedule', summary: 'Starts a scheduled run now; joins the one that waits already.' })
  @ApiOkResponse({ type: ScheduleRunView })
  runNow(@Caller() by: Principal, @Param('key') key: string, @Param('name') name: string): Promise<ScheduleRunView> {
    return this.engine.lifecycle.runNow(tenantOf(by), key, name, by);
  }

  @Put('installations/:key/mode')
  @Needs('enable')
  @ApiOperation({ operationId: 'setInstallationMode', summary: 'Live, or preview: decide and record, write nothing.' })
  @ApiOkResponse({ type: InstallationSummary })
  mode(@Caller() by: Principal, @Param('key') key: string, @Body() body: ModeDto): Promise<InstallationSummary> {
    return this.installations.setMode(tenantOf(by), key, body.mode, by);
  }
}

function revisionOf(header: string | undefined): number {
  const match = /^"?(\d{1,9})"?$/.exec(header ?? '');
  if (match?.[1] !== undefined) return Number(match[1]);
  throw new CallerError('revision-missing', 'Say which revision you changed.', {
    status: 428, fields: [{ field: 'If-Match', message: 'Send the revision that GET answered, e.g. If-Match: 3' }],
  });
}
