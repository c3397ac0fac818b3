import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { tenantOf } from '../../audit/caller-tenant.js';
import type { MessageChannel } from '../../sdk/messages.js';
import type { Principal } from '../../sdk/principal.js';
import { Caller, Needs } from '../../sdk/rest.js';
import { MessagingSettings } from '../messaging-settings.js';
import type { WordingPlace } from '../templates/wordings.js';
import { CurrentWordingDto, PreviewDto, RenderedDto, TemplateListDto, TestMessageDto, TestSentDto, WordingDto } from './template.dto.js';
import { TemplateUseCases } from './template.use-cases.js';

class PlaceParams {
  @Matches(/^[a-z][a-z0-9-]{0,59}$/, { message: 'integrationKey must be the key of an integration' }) integrationKey!: string;
  @Matches(/^[A-Za-z][\w.-]{0,59}$/, { message: 'template must be the name of a template' }) template!: string;
  @IsIn(['email', 'sms']) channel!: MessageChannel;
  @Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, { message: 'locale must be a language tag such as sv' }) locale!: string;
}

const PATH = ':integrationKey/:template/:channel/:locale';
const Place = () => (target: object, key: string, descriptor: PropertyDescriptor): void => {
  ApiParam({ name: 'integrationKey', example: 'refapp' })(target, key, descriptor);
  ApiParam({ name: 'template' })(target, key, descriptor);
  ApiParam({ name: 'channel', enum: ['email', 'sms'] })(target, key, descriptor);
  ApiParam({ name: 'locale', example: 'sv' })(target, key, descriptor);
};

@ApiTags('messages')
@ApiBearerAuth()
@Controller('v1/message-templates')
export class TemplatesController {
  constructor(private readonly useCases: TemplateUseCases, private readonly settings: MessagingSettings) {}

  @Get()
  @Needs('configure')
  @ApiOperation({ operationId: 'listMessageTemplates', summary: 'The texts that installed integrations send to people.' })
  @ApiOkResponse({ type: TemplateListDto })
  async list(@Caller() caller: Principal): Promise<TemplateListDto> {
    return { data: await this.useCases.list(tenantOf(caller)) };
  }

  @Get(PATH)
  @Needs('configure')
  @Place()
  @ApiOperation({ operationId: 'getMessageWording', summary: 'The wording in use.' })
  @ApiOkResponse({ type: CurrentWordingDto })
  get(@Caller() caller: Principal, @Param() place: PlaceParams): Promise<CurrentWordingDto> {
    return this.useCases.current(tenantOf(caller), placeOf(place));
  }

  @Put(PATH)
  @Needs('configure')
  @Place()
  @ApiOperation({ operationId: 'saveMessageWording', summary: 'Words it anew for this organisation; 422 names every placeholder that is missing or unknown.' })
  @ApiOkResponse({ type: CurrentWordingDto })
  save(@Caller() caller: Principal, @Param() place: PlaceParams, @Body() body: WordingDto): Promise<CurrentWordingDto> {
    return this.useCases.save(caller, tenantOf(caller), placeOf(place), body);
  }

  @Delete(PATH)
  @HttpCode(204)
  @Needs('configure')
  @Place()
  @ApiOperation({ operationId: 'resetMessageWording', summary: 'Back to the wording that came with the integration.' })
  @ApiNoContentResponse()
  reset(@Caller() caller: Principal, @Param() place: PlaceParams): Promise<void> {
    return this.useCases.reset(caller, tenantOf(caller), placeOf(place));
  }

  @Post(`${PATH}/preview`)
  @HttpCode(200)
  @Needs('configure')
  @Place()
  @ApiOperation({ operationId: 'previewMessage', summary: 'The current wording or a draft, filled with sample values. Nothing is sent.' })
  @ApiOkResponse({ type: RenderedDto })
  preview(@Caller() caller: Principal, @Param() place: PlaceParams, @Body() { values, text, subject, html }: PreviewDto): Promise<RenderedDto> {
    return this.useCases.preview(tenantOf(caller), placeOf(place), text === undefined ? null : { text, subject, html }, textsOf(values));
  }

  @Post(`${PATH}/test`)
  @Needs('configure')
  @Place()
  @ApiOperation({ operationId: 'sendTestMessage', summary: 'Sends the current wording with sample values: a mail to yourself, an SMS to a number.' })
  @ApiCreatedResponse({ type: TestSentDto })
  async test(@Caller() caller: Principal, @Param() place: PlaceParams, @Body() { to }: TestMessageDto): Promise<TestSentDto> {
    const messageId = await this.useCases.test(caller, tenantOf(caller), placeOf(place), to);
    return { messageId, delivery: this.settings.channels[place.channel] };
  }
}

const placeOf = ({ integrationKey, template, channel, locale }: PlaceParams): WordingPlace => ({ integrationKey, template, channel, locale });

/** Only texts: anything else is no value for a placeholder. */
function textsOf(values: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.slice(0, 2_000)]] : [])));
}
