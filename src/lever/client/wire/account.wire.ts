import { z } from 'zod';
import type {
  ArchiveReason, DispositionStage, DispositionStages, LeverUser, SourceTag, Stage, Webhook,
} from '../../../sdk/lever/index.js';
import { flag, id, listOf, maybe, maybeInstant, maybeNumber, maybeText, objectOf, text, texts } from './scalars.js';

export const stageReader = objectOf<Stage>({ id, text });

export const archiveReasonReader = objectOf<ArchiveReason>({ id, text, status: maybeText, type: maybeText });

export const dispositionReader = objectOf<DispositionStages>({
  stages: listOf(objectOf<DispositionStage>({ id, text, pipeline: maybeText, rank: maybeNumber, hasInterview: flag })),
  archiveReasons: listOf(archiveReasonReader),
});

export const sourceTagReader = objectOf<SourceTag>({ text: z.string(), count: maybeNumber });

export const userReader = objectOf<LeverUser>({
  id, name: text, username: maybeText, email: maybeText, accessRole: maybeText, createdAt: maybeInstant, deactivatedAt: maybeInstant,
  externalDirectoryId: maybeText, jobTitle: maybeText, managerId: maybeText,
});

export const webhookReader = objectOf<Webhook>({
  id, event: text, url: text, createdAt: maybeInstant, updatedAt: maybeInstant,
  configuration: z.object({ conditions: maybe(z.object({ origins: texts })), signatureToken: maybeText }).nullish()
    .transform((value) => value ?? { conditions: null, signatureToken: null }),
});

export const createdWebhookReader = z.object({ data: webhookReader }).transform(({ data }) => data);
