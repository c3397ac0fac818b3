import { touch } from '../actions/touch.js';
import type { ArchiveReason, Stage } from '../model/hiring.js';
import { createPosting, deletePosting, updatePosting } from '../resources/posting-writing.js';
import { postingView } from '../resources/posting-view.js';
import { actorIn, type ControlCall, type ControlRoute, postingIn } from './control-call.js';
import { ControlError } from './control-error.js';

function setConfidential(call: ControlCall, id: string): void {
  const isConfidential = call.body.flag('confidential');
  if (isConfidential === undefined) return;
  const posting = postingIn(call, id);
  posting.confidentiality = isConfidential ? 'confidential' : 'non-confidential';
  for (const opportunity of call.account.opportunities.all()) {
    if (opportunity.application?.postingId !== posting.id) continue;
    opportunity.confidentiality = posting.confidentiality;
    touch(call.account, opportunity);
  }
}

function handleCreatePosting(call: ControlCall): unknown {
  const posting = createPosting(call.account, call.body, actorIn(call));
  setConfidential(call, posting.id);
  return postingView.wire(call.account, posting);
}

function handleUpdatePosting(call: ControlCall): unknown {
  const posting = postingIn(call);
  updatePosting(call.account, posting, call.body);
  setConfidential(call, posting.id);
  return postingView.wire(call.account, posting);
}

function handleDeletePosting(call: ControlCall): unknown {
  const posting = postingIn(call);
  deletePosting(call.account, posting);
  return { id: posting.id, deleted: true };
}

function pipelineIn(call: ControlCall): Stage['pipeline'] {
  const text = call.body.text('pipeline') ?? 'screen';
  if (text === 'lead' || text === 'applicant' || text === 'screen' || text === 'onsite' || text === 'offer') return text;
  throw new ControlError(400, `Unknown pipeline ${text}.`);
}

/** A custom stage: after the stage named by `after`, else last of its pipeline. */
function handleAddStage(call: ControlCall): unknown {
  const { account, body } = call;
  const pipeline = pipelineIn(call);
  const after = body.text('after');
  const previous = account.stages.findLastIndex((stage) => (after === undefined
    ? stage.pipeline === pipeline : stage.id === after));
  const [left, right] = [account.stages[previous], account.stages[previous + 1]];
  const rank = left === undefined ? 1 : right === undefined ? left.rank + 1 : (left.rank + right.rank) / 2;
  const stage: Stage = { id: account.uuid(), text: body.requiredText('text'), pipeline, rank,
    hasInterview: pipeline === 'onsite' };
  account.stages.splice(previous + 1, 0, stage);
  return stage;
}

function stageIn(call: ControlCall): Stage {
  const stage = call.account.stage(call.params.id ?? '');
  if (stage === undefined) throw new ControlError(404, `There is no stage ${call.params.id}.`);
  return stage;
}

function handleRenameStage(call: ControlCall): unknown {
  const stage = stageIn(call);
  stage.text = call.body.requiredText('text');
  return stage;
}

function handleDeleteStage(call: ControlCall): unknown {
  const stage = stageIn(call);
  if (call.account.opportunities.all().some((opportunity) => opportunity.stage === stage.id)) {
    throw new ControlError(409, 'The stage still holds opportunities.');
  }
  call.account.stages = call.account.stages.filter((candidate) => candidate !== stage);
  return { id: stage.id, deleted: true };
}

function handleAddReason(call: ControlCall): unknown {
  const reason: ArchiveReason = {
    id: call.account.uuid(), text: call.body.requiredText('text'), status: 'active',
    type: call.body.text('type') === 'hired' ? 'hired' : 'non-hired',
  };
  call.account.archiveReasons.push(reason);
  return reason;
}

function handleChangeReason(call: ControlCall): unknown {
  const reason = call.account.archiveReason(call.params.id ?? '');
  if (reason === undefined) throw new ControlError(404, `There is no archive reason ${call.params.id}.`);
  reason.text = call.body.text('text') ?? reason.text;
  const status = call.body.text('status');
  if (status === 'active' || status === 'inactive') reason.status = status;
  return reason;
}

export const jobControls: readonly ControlRoute[] = [
  { method: 'POST', path: '/postings', handle: handleCreatePosting },
  { method: 'PUT', path: '/postings/:id', handle: handleUpdatePosting },
  { method: 'DELETE', path: '/postings/:id', handle: handleDeletePosting },
  { method: 'POST', path: '/stages', handle: handleAddStage },
  { method: 'PUT', path: '/stages/:id', handle: handleRenameStage },
  { method: 'DELETE', path: '/stages/:id', handle: handleDeleteStage },
  { method: 'POST', path: '/archive_reasons', handle: handleAddReason },
  { method: 'PUT', path: '/archive_reasons/:id', handle: handleChangeReason },
];
