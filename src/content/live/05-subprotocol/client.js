const socket = new WebSocket('ws://localhost:8080/chat', ['chat.v2', 'chat.v1']);

socket.onopen = () => {
  console.log('open', socket.protocol);
  const hello = socket.protocol === 'chat.v2' ? JSON.stringify({ text: 'Hello' }) : 'Hello';
  socket.send(hello);
};

socket.onmessage = ({ data }) => {
  console.log('message', data);
  socket.close(1000);
};

socket.onerror = () => console.log('error');
socket.onclose = ({ code }) => console.log('close', code);
