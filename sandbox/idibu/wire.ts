import type { Account, Candidate, Status } from './records.js';

const iso = (ms: number): string => new Date(ms).toISOString();

export const statusBody = ({ id, label, type, enabled, group, order }: Status): object => ({ id: Number(id), label, type, enabled, group, order });

/** A candidate as API and webhooks show them. */
export function candidateBody(account: Account, candidate: Candidate, baseUrl: string): object {
  const { id, firstname, lastname, email, phone, location, position, links, consent, withdrawn } = candidate;
  return {
    id: Number(id), firstname, lastname, email, phone, location, position, links, consent, withdrawn, comms_status: candidate.commsStatus,
    source: candidate.applications[0]?.source ?? null, creation_date: iso(candidate.createdAt), updated_at: iso(candidate.updatedAt),
    vacancies: candidate.applications.flatMap((application) => {
      const vacancy = account.vacancies.get(application.vacancyId);
      const status = account.statuses.get(application.statusId);
      return vacancy && status ? [{
        id: Number(vacancy.id), reference: vacancy.reference, crm_reference: vacancy.crmReference, title: vacancy.title, created_by: vacancy.createdBy,
        applied_at: iso(application.appliedAt), source: application.source, status: { id: Number(status.id), type: status.type, label: status.label },
        traffic_light: application.light, screening: application.screening,
      }] : [];
    }),
    attachments: candidate.files.map((file) => ({ file_id: file.id, filename: file.name, file_link: `${baseUrl}/c/files/${file.id}`, type: file.type })),
  };
}
