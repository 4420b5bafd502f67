//
// Listener.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Listener.h"


namespace WS {


Listener::~Listener() = default;


void Listener::onConnect(const Request&)
{
}


void Listener::onOpen()
{
}


void Listener::onMessage(Message&)
{
}


void Listener::onPing(std::string_view)
{
}


void Listener::onPong(std::string_view)
{
}


void Listener::onError(const Failure&)
{
}


void Listener::onClose(CloseCode, std::string_view)
{
}


} // namespace WS
