/** The use case with its ports given. */
export function bind<P, A extends readonly unknown[], R>(
  ports: P,
  useCase: (ports: P, ...rest: A) => R,
): (...rest: A) => R {
  return (...rest) => useCase(ports, ...rest);
}
