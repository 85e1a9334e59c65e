const socket = new WebSocket('ws://localhost:8080/sensor');
socket.binaryType = 'arraybuffer';

socket.onopen = () => {
  const view = new DataView(new ArrayBuffer(7));
  view.setUint8(0, 1);
  view.setUint16(1, 513);
  view.setFloat32(3, 21.5);
  socket.send(view);
};

socket.onmessage = ({ data }) => {
  const view = new DataView(data);
  console.log('bytes', data.byteLength);
  console.log('sensor', view.getUint16(0));
  console.log('fahrenheit', view.getFloat64(2));
  socket.close(1000);
};

socket.onerror = () => console.log('error');
socket.onclose = ({ code }) => console.log('close', code);
