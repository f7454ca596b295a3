import { type ActionName, ACTIONS } from '@gateway/core';
import { IsIn, validateSync } from 'class-validator';

import { Problem } from '../problems/problem.js';
import { type QueryParameters, readParameters } from '../query/query-parameters.js';
import { bodyProblem } from '../http/request-body.js';

/** What a PATCH asks for, as people type it. */
class ActionRequest {
  @IsIn(ACTIONS, { message: `expected action=${ACTIONS.join(', action=')}` })
  readonly action: string | undefined;

  constructor(action: string | undefined) {
    this.action = action;
  }
}

/** Reads the query text and the body of an action; gives the problem instead where something is wrong with them. */
export function readActionRequest(text: string, body: unknown): ActionName | Problem {
  const parameters = readParameters(text, ['action']);
  return parameters instanceof Problem ? parameters : readAction(parameters, body);
}

/** The same where the query text was taken apart already. */
export function readAction(parameters: QueryParameters, body: unknown): ActionName | Problem {
  const request = new ActionRequest(parameters.get('action'));
  const [fault] = validateSync(request);
  if (fault)
    return new Problem('invalid-parameter', Object.values(fault.constraints ?? {}).join('; '), { target: 'action' });
  return bodyProblem(body) ?? (request.action as ActionName);
}
