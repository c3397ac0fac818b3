import { z } from 'zod';
import { id } from './scalars.js';

/** All that is certain in the answer to some creations, which show raw internal records: read the row to see it. */
export const createdIdReader = z.object({ data: z.object({ id }) }).transform(({ data }) => ({ id: data.id }));
