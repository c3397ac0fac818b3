import type { VendorAnswer, VendorHttp, VendorRequest } from 'patchbay/sdk';
import type { VendorReferee } from '../refapp.client.js';

type Json = Record<string, unknown>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Refapp in memory, as far as handlers speak with it. */
export class RefappFake implements VendorHttp {
  readonly calls: string[] = [];
  readonly referees: Mutable<VendorReferee>[] = [];
  candidate: Json | null = null;
  private projectStatus = 'active';

  async request({ method, path, json }: VendorRequest): Promise<VendorAnswer> {
    this.calls.push(`${method} ${path}`);
    const body = this.answer(`${method} ${path.replace(/^\/v1/, '').replace(/\/(cnd|prj|ref)-[\w-]+/g, '/:id')}`, path, (json ?? {}) as Json);
    return { status: body === undefined ? 404 : 200, headers: {}, body: body ?? null };
  }

  private answer(route: string, path: string, body: Json): unknown {
    switch (route) {
      case 'POST /projects': {
        this.projectStatus = (body.questionnaireIds as string[]).length > 0 ? 'active' : 'on_hold';
        return this.project();
      }
      case 'PATCH /projects/:id': {
        this.projectStatus = 'active';
        this.change({ status: 'created' });
        return this.project();
      }
      case 'POST /projects/:id/candidates': return this.admit(body);
      case 'GET /candidates/:id': return this.view();
      case 'POST /candidates/:id/request': {
        const isFirst = this.candidate?.status === 'created';
        return this.change({ requested: body.requested, minimum: body.minimum, ...(isFirst && { status: 'requested' }) });
      }
      case 'PATCH /candidates/:id': return this.change(body);
      case 'POST /candidates/:id/cancel': return this.change({ status: 'cancelled' });
      case 'POST /candidates/:id/close': return this.change({ status: 'closed_incomplete' });
      case 'PATCH /referees/:id': return this.mark(path, String(body.status));
      case 'DELETE /candidates/:id': { this.candidate = null; return {}; }
      default: return undefined;
    }
  }

  private project(): Json {
    return { id: 'prj-1', status: this.projectStatus, url: 'https://r.example/projects/prj-1' };
  }

  private admit(body: Json): unknown {
    const { firstName, lastName, email, phone, language } = body;
    this.candidate ??= {
      id: 'cnd-1', version: 1, status: this.projectStatus === 'active' ? 'created' : 'on_hold', firstName, lastName, email, phone, language, requested: 2, minimum: 2,
    };
    return this.view();
  }

  private mark(path: string, status: string): unknown {
    const referee = this.referees.find(({ id }) => path.endsWith(id));
    if (referee) referee.status = status as VendorReferee['status'];
    return this.change(status === 'invited' ? { status: 'in_progress' } : {});
  }

  /** What happens at Refapp without us. */
  change(more: Json): unknown {
    if (this.candidate) Object.assign(this.candidate, more, { version: Number(this.candidate.version) + 1 });
    return this.view();
  }

  /** The candidate names somebody. */
  name(id: string, more: Partial<VendorReferee> = {}): void {
    this.referees.push({
      id, name: id, relation: 'Manager', company: 'Example AB', email: `${id}@example.com`, phone: null, language: 'sv', status: 'created', reason: null,
      formUrl: `https://r.example/f/${id}`, answeredAt: null, ...more,
    });
    this.change({ status: 'referees_submitted' });
  }

  /** A referee answers, declines or opens the form. */
  refereeIs(id: string, status: VendorReferee['status']): void {
    const referee = this.referees.find((one) => one.id === id);
    if (referee) referee.status = status;
    const answered = this.referees.filter((one) => one.status === 'answered').length;
    this.change({ status: answered >= Number(this.candidate?.requested) ? 'completed' : 'in_progress' });
  }

  private view(): unknown {
    if (!this.candidate) return undefined;
    return {
      ...this.candidate, answered: this.referees.filter((one) => one.status === 'answered').length, url: 'https://r.example/candidates/cnd-1',
      requestUrl: 'https://r.example/r/1', reportUrl: ['completed', 'closed_incomplete'].includes(String(this.candidate.status)) ? 'https://r.example/reports/1' : null,
      warningsApproved: false, warnings: [], referees: this.referees,
    };
  }
}
