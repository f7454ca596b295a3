/** By this Nest injects the `JobStore` of the process, which is only an interface. */
export const JOB_STORE = Symbol('job store');
