export const ENGINE_CURSOR = 'engine.accepted';

/** Whether runs may use the engine of this version. Pure. */
export function acceptance(accepted: string | null, current: string): { readonly isAccepted: boolean; readonly problem: string } {
  return {
    isAccepted: accepted === null || accepted === current,
    problem: `The matching engine is now "${current}", accepted was "${accepted ?? 'none'}". Scores may differ. An administrator accepts it by `
      + 'POST /v1/ciivsoft/engine/acceptance; until then runs wait and nothing is lost.',
  };
}
