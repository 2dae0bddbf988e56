import { paths } from '../routing.tsx';

/** The paths of the organiser's views. */
export const organiserPaths = {
  shows: paths.organise,
} as const;
