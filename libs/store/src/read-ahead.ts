/**
 * Yields pages in their order, and reads the next page while the caller uses the previous one. An error is thrown when
 * its page is requested.
 */
export async function* readAhead<T>(pages: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  let next = pages.next();
  try {
    for (;;) {
      const page = await next;
      if (page.done) return;
      next = pages.next();
      next.catch(() => undefined); // Thrown by the `await` above, unless the caller needs no more pages.
      yield page.value;
    }
  } finally {
    await pages.return();
  }
}
