import { createLogger, nestLogger } from './logger.js';

function log() {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('debug', {
    write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  return { logger, lines };
}

describe('the log', () => {
  it('has one JSON object per line, with a constant message and the data in fields', () => {
    const { lines, logger } = log();
    logger.info({ source: 'east' }, 'source polled');
    expect(lines).toEqual([expect.objectContaining({ level: 30, source: 'east', msg: 'source polled' })]);
    expect(new Date(lines[0]?.time as string).toISOString()).toBe(lines[0]?.time);
  });

  it('contains only the type, message, code and stack of an error', () => {
    const { lines, logger } = log();
    const error = Object.assign(new RangeError('too far'), {
      code: 'E_FAR',
      config: { headers: { authorization: 'Basic s3cret' } },
    });
    logger.error({ err: error }, 'failed');
    expect(lines[0]?.err).toEqual({ type: 'RangeError', message: 'too far', code: 'E_FAR', stack: error.stack });
  });

  it('contains no header and no query of a request', () => {
    const { lines, logger } = log();
    const req = {
      id: 'r-1',
      method: 'GET',
      url: '/a?token=s3cret',
      headers: { cookie: 's3cret', authorization: 's3cret' },
    };
    logger.warn({ req, res: { statusCode: 200, headers: { 'set-cookie': 's3cret' } } }, 'request');
    expect(JSON.stringify(lines)).not.toContain('s3cret');
    expect(lines[0]).toMatchObject({ req: { id: 'r-1', method: 'GET' }, res: { status: 200 } });
  });

  it("contains Nest's own messages: its start at debug, its errors with their stack", () => {
    const { lines, logger } = log();
    const nest = nestLogger(logger);
    nest.log('Mapped {/, GET} route', 'RouterExplorer');
    nest.error(new Error('broken'), 'ExceptionHandler');
    nest.error('broken', 'Error: broken at x', 'ExceptionHandler');
    expect(lines).toEqual([
      expect.objectContaining({ level: 20, part: 'RouterExplorer', msg: 'Mapped {/, GET} route' }),
      expect.objectContaining({
        level: 50,
        part: 'ExceptionHandler',
        err: expect.objectContaining({ message: 'broken' }),
      }),
      expect.objectContaining({ level: 50, part: 'ExceptionHandler', stack: 'Error: broken at x', msg: 'broken' }),
    ]);
  });
});
