/** Anything the app uses and the double lacks fails loudly instead of being undefined. */
export const strict = (name, target) =>
  new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'symbol' || key in object || key === 'then')
        return Reflect.get(object, key, receiver);
      throw new Error(`electron double: ${name}.${key} is not there`);
    },
  });

/** An event whose default can be prevented, as Electron gives them. */
export function preventable(fields = {}) {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
    ...fields,
  };
  return event;
}
