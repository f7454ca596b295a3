import { actions } from './actions';
import { job } from './job';
import { jobs } from './jobs';
import { overview } from './overview';
import { shell } from './shell';
import { signIn } from './sign-in';
import { sources } from './sources';

/** All texts in Japanese. */
export const ja = { ...shell, ...jobs, ...job, ...sources, ...actions, ...overview, ...signIn };
