const socket = new WebSocket('ws://localhost:8080/feed');
socket.binaryType = 'arraybuffer';
let bytes = 0;

socket.onmessage = ({ data }) => {
  bytes += data.byteLength;
  const [number] = new Uint8Array(data);
  console.log('message', number, 'bytes', bytes);
};

socket.onerror = () => console.log('error');
socket.onclose = ({ code }) => console.log('close', code);
