import { type ActionName, ACTIONS } from '@gateway/core';
import { IsIn, validateSync } from 'class-validator';

import { checkEmptyBody } from '../http/request-body.js';
import { Problem } from '../problems/problem.js';
import { parseParameters, type QueryParameters } from '../query/query-parameters.js';

/** The parameters of an action before validation. */
class ActionRequest {
  @IsIn(ACTIONS, { message: `expected action=${ACTIONS.join(', action=')}` })
  readonly action: string | undefined;

  constructor(action: string | undefined) {
    this.action = action;
  }
}

/** Parses the query text (without `?`) and the body of an action. Throws a `Problem` if either is invalid. */
export function parseActionRequest(text: string, body: unknown): ActionName {
  return parseAction(parseParameters(text, ['action']), body);
}

/** Parses an action from query parameters and the body. Throws a `Problem` if either is invalid. */
export function parseAction(parameters: QueryParameters, body: unknown): ActionName {
  const request = new ActionRequest(parameters.get('action'));
  const [error] = validateSync(request);
  if (error) {
    const detail = Object.values(error.constraints ?? {}).join('; ');
    throw new Problem('invalid-parameter', detail, { target: 'action' });
  }
  checkEmptyBody(body);
  return request.action as ActionName;
}
