//
// ConnectionListener.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "WS/Net/ConnectionListener.h"


namespace WS {
namespace Net {


void ConnectionListener::onDrain()
{
}


void ConnectionListener::onEnd(const CloseInfo&)
{
}


} } // namespace WS::Net
