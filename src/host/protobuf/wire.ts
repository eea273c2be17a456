/** One field of a message: a number for varints and fixed widths, else the bytes inside. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const VARINT_BYTES_MAX = 10;

/** The fields of a protobuf message in their order. Throws a RangeError when the bytes are no message. */
export function* readFields(bytes: Uint8Array): Generator<WireField> {
  const reader = new Reader(bytes);
  while (reader.at < bytes.length) {
    const tag = Number(reader.varint());
    yield { number: Math.floor(tag / 8), value: readValue(reader, tag % 8) };
  }
}

/** The numbers of a packed list. */
export function* readPacked(bytes: Uint8Array): Generator<bigint> {
  const reader = new Reader(bytes);
  while (reader.at < bytes.length) yield reader.varint();
}

function readValue(reader: Reader, type: number): bigint | Uint8Array {
  switch (type) {
    case VARINT:
      return reader.varint();
    case FIXED64:
      return reader.fixed(8);
    case BYTES:
      return reader.slice(Number(reader.varint()));
    case FIXED32:
      return reader.fixed(4);
    default:
      throw new RangeError(`unknown wire type ${type}`);
  }
}

class Reader {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  varint(): bigint {
    let value = 0n;
    for (let i = 0; i < VARINT_BYTES_MAX; i++) {
      const byte = this.#next();
      value |= BigInt(byte & 127) << BigInt(7 * i);
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new RangeError('a number of more than 64 bits');
  }

  fixed(width: number): bigint {
    let value = 0n;
    for (let i = 0; i < width; i++) value |= BigInt(this.#next()) << BigInt(8 * i);
    return value;
  }

  slice(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw new RangeError('the message ends too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  #next(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError('the message ends too early');
    return byte;
  }
}
