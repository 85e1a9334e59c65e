const socket = new WebSocket('ws://localhost:8080/ticker');
let count = 0;

socket.onopen = () => console.log('open');

socket.onmessage = ({ data }) => {
  const { tick, price } = JSON.parse(data);
  console.log('tick', tick, price);
  count++;
  if (count === 3) socket.close(1000);
};

socket.onerror = () => console.log('error');
socket.onclose = ({ code, wasClean }) => console.log('close', code, wasClean);
