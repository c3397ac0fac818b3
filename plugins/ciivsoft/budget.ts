/** One job handles so much and hands the rest to the next, so that a stopping process never waits long. */
const PER_JOB = 60;

/** What one job may still handle. */
export class Budget {
  private left = PER_JOB;

  take(weight = 1): boolean {
    if (this.left <= 0) return false;
    this.left -= weight;
    return true;
  }
}
